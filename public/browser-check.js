/*
 * Runs on every page, also in browsers too old to run any other script of ours: no syntax is newer than
 * 2009. It shows the notice of app/unsupported.tsx, which names the browsers.
 */
// biome-ignore lint/complexity/useArrowFunction: the browsers that this is for do not know arrow functions.
(function () {
  function has(object, name) {
    return Boolean(object) && name in object;
  }
  function reads(pattern) {
    try {
      return Boolean(new RegExp(pattern));
    } catch (_error) {
      return false;
    }
  }
  var css = window.CSS;
  var isSupported =
    // Chrome 103, Firefox 100, Safari 16.
    has(window.AbortSignal, "timeout") &&
    // Chrome 111, Firefox 113, Safari 16.2.
    has(css, "supports") &&
    css.supports("color", "color-mix(in oklch, red, blue)") &&
    // Firefox 128, Chrome 78, Safari 16.4.
    has(css, "registerProperty") &&
    // Safari 16.4.
    reads("(?<=a)b");
  var notice = document.getElementById("unsupported-browser");
  if (!isSupported && notice) notice.hidden = false;
})();
