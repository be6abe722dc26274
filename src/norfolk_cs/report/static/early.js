// Before the first paint: the theme a reader chose, and that scripts run.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("norfolk-cs-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch { /* a browser that keeps nothing for files: the system's theme */ }
})();
