import { afterEach } from "vitest";

// Testing Library unmounts what a test rendered only where test functions are globals, which they are not here.
// Most files run without a document; they need not load React.
if (typeof document !== "undefined") {
  const { cleanup } = await import("@testing-library/react");
  afterEach(cleanup);
}
