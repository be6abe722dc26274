"""``python -m norfolk_cs``."""

from norfolk_cs.cli import main

if __name__ == "__main__":
    main()
