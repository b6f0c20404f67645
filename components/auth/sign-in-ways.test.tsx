// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import { SignInWays } from "./sign-in-ways";

const github = { id: "github", name: "GitHub" } as const;
const signIn = "POST /api/auth/callback/credentials";

describe("signing in", () => {
  let server: FakeServer;
  const assign = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    assign.mockReset();
    vi.stubGlobal("location", { ...window.location, assign });
    server = new FakeServer();
    server.answer("GET /api/auth/csrf", { csrfToken: "token" });
    server.answer(signIn, {});
  });

  async function enter(username: string, password: string) {
    renderInApp(<SignInWays next="/history" providers={[github]} demo={[]} />);
    fireEvent.change(screen.getByRole("textbox", { name: "Username" }), { target: { value: username } });
    fireEvent.change(screen.getByLabelText("Password"), { target: { value: password } });
    await submit();
  }
  async function submit() {
    fireEvent.submit(screen.getByRole("button", { name: "Sign in" }).closest("form") ?? document.body);
    await pass();
  }

  it("opens the page that the visitor wanted, and stays busy until it is open", async () => {
    await enter(" Alice ", "browser-phone");
    expect(assign).toHaveBeenCalledExactlyOnceWith("/history");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: /Signing in/ }).disabled).toBe(true);
  });

  it("works again when the browser restores the page from its cache", async () => {
    await enter("alice", "browser-phone");
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await pass();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" }).disabled).toBe(false);
  });

  it("shows at once that the password is wrong, and can be tried again", async () => {
    server.refuse(signIn, "wrong_password", 401);
    await enter("alice", "wrong");
    expect(screen.getByRole("alert").textContent).toBe("The username or password is not right.");
    expect(assign).not.toHaveBeenCalled();
    server.answer(signIn, {});
    await submit();
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(assign).toHaveBeenCalledOnce();
  });

  it("shows how long to wait after too many attempts", async () => {
    server.handle(signIn, () =>
      Response.json(
        { error: { code: "rate_limited", message: "" } },
        { status: 429, headers: { "Retry-After": "42" } },
      ),
    );
    await enter("alice", "wrong");
    expect(screen.getByRole("alert").textContent).toMatch(/42/);
  });

  it("shows that the server does not answer, also when signing in with another site's account", async () => {
    renderInApp(<SignInWays next="/" providers={[github]} demo={[]} />);
    server.disconnect("POST /api/auth/signin/github");
    fireEvent.click(screen.getByRole("button", { name: "Continue with GitHub" }));
    await pass();
    expect(screen.getByRole("alert").textContent).toMatch(/The server does not answer/);
  });

  it("opens no address of another site's sign-in that is not one of the web", async () => {
    renderInApp(<SignInWays next="/" providers={[github]} demo={[]} />);
    server.answer("POST /api/auth/signin/github", { url: "javascript:alert(1)" });
    fireEvent.click(screen.getByRole("button", { name: "Continue with GitHub" }));
    await pass();
    expect(assign).not.toHaveBeenCalled();
    expect(screen.getByRole("alert").textContent).not.toBe("");
  });

  it("sends no request while a field is empty, and focuses that field", async () => {
    await enter("alice", "");
    expect(screen.getByText("Enter your password.")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText("Password"));
    expect(server.requests.filter((one) => one.includes("auth"))).toEqual([]);
  });

  it("signs in a demo person with one click", async () => {
    const demo = [{ username: "bob", displayName: "Bob", password: "browser-phone" }];
    renderInApp(<SignInWays next="/" providers={[]} demo={demo} />);
    fireEvent.click(screen.getByRole("button", { name: "Continue as Bob" }));
    await pass();
    expect(assign).toHaveBeenCalledExactlyOnceWith("/");
  });
});
