"""What somebody is told to do, and by when: the grammar that two components share."""
