import { describe, expect, it, vi } from "vitest";
import { createScope } from "./scope";

describe("scope", () => {
  it("ends each added resource once, in reverse order", () => {
    const ended: string[] = [];
    const scope = createScope();
    scope.add(
      () => ended.push("first"),
      () => ended.push("second"),
    );
    scope.end();
    scope.end();
    expect(ended).toEqual(["second", "first"]);
    expect(scope.active).toBe(false);
  });

  it("runs a function at once that is added after its end", () => {
    const scope = createScope();
    scope.end();
    const cancel = vi.fn();
    scope.add(cancel);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it("runs a function twice that was added twice", () => {
    const scope = createScope();
    const cancel = vi.fn();
    scope.add(cancel, cancel);
    scope.end();
    expect(cancel).toHaveBeenCalledTimes(2);
  });

  it("is inactive while it ends, so that no new work begins", () => {
    const scope = createScope();
    let seen = true;
    scope.add(() => {
      seen = scope.active;
    });
    scope.end();
    expect(seen).toBe(false);
  });

  it("ends its children", () => {
    const scope = createScope();
    const cancel = vi.fn();
    const inner = scope.child();
    inner.add(cancel);
    scope.end();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(inner.active).toBe(false);
  });

  it("lives on when a child ends, and does not end it a second time", () => {
    const scope = createScope();
    const cancel = vi.fn();
    const inner = scope.child();
    inner.add(cancel);
    inner.end();
    expect(scope.active).toBe(true);
    scope.end();
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it("hands out only ended children after its end", () => {
    const scope = createScope();
    scope.end();
    expect(scope.child().active).toBe(false);
  });

  it("ends the rest when one of them throws, and reports the error", () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const scope = createScope();
    const cancel = vi.fn();
    scope.add(cancel, () => {
      throw new Error("broken");
    });
    scope.end();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(report).toHaveBeenCalledTimes(1);
    report.mockRestore();
  });
});
