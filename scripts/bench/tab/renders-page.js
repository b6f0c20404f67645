// Counts what React does in a page, as its developer tools would. Runs before React is loaded, which looks for this name.
(() => {
  const counts = { commits: 0, components: 0 };
  globalThis.benchRenders = counts;

  /** React sets this flag on what it has rendered (ReactFiberFlags.js, `PerformedWork`). */
  const performedWork = 1;
  /** Function and class components, with and without memo or forwardRef (ReactWorkTags.js). */
  const components = new Set([0, 1, 11, 14, 15]);

  /** Counts the components that were rendered since `before`. What React has not touched is the same object. */
  const count = (fiber, before) => {
    if (components.has(fiber.tag) && (before === null || fiber.flags & performedWork)) counts.components += 1;
    if (before && fiber.child === before.child) return;
    for (let child = fiber.child; child; child = child.sibling) count(child, child.alternate);
  };

  globalThis.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    renderers: new Map(),
    supportsFiber: true,
    isDisabled: false,
    checkDCE() {},
    inject: () => 1,
    onCommitFiberUnmount() {},
    onPostCommitFiberRoot() {},
    onCommitFiberRoot(_renderer, root) {
      counts.commits += 1;
      count(root.current, root.current.alternate);
    },
  };
})();
