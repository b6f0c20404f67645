// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import { SignUpForm } from "./sign-up-form";

const signUp = "POST /api/people";
const signIn = "POST /api/auth/callback/credentials";

describe("signing up", () => {
  let server: FakeServer;
  const assign = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    assign.mockReset();
    vi.stubGlobal("location", { ...window.location, assign });
    server = new FakeServer();
    server.answer(signUp, { username: "alice" }, 201);
    server.answer("GET /api/auth/csrf", { csrfToken: "token" });
    server.answer(signIn, {});
  });

  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: /Create account|Creating/ });

  async function submit(username: string, displayName: string, password: string) {
    fireEvent.change(field("Username"), { target: { value: username } });
    fireEvent.change(field("Display name"), { target: { value: displayName } });
    fireEvent.change(field("Password"), { target: { value: password } });
    fireEvent.submit(button().closest("form") ?? document.body);
    await pass();
  }
  const show = (byInvitation = false) =>
    renderInApp(<SignUpForm next="/call/bob" byInvitation={byInvitation} />);
  const marked = () =>
    ["Username", "Display name", "Password"].filter(
      (name) => field(name).getAttribute("aria-invalid") === "true",
    );

  it("makes the account, signs in with it, and opens the page one came for", async () => {
    show();
    await submit(" Alice_1 ", "Alice", "browser-phone");
    expect(server.bodies).toEqual([{ username: "alice_1", displayName: "Alice", password: "browser-phone" }]);
    expect(server.requests.filter((one) => [signUp, signIn].includes(one))).toEqual([signUp, signIn]);
    expect(assign).toHaveBeenCalledExactlyOnceWith("/call/bob");
  });

  it("stays busy until the page is there", async () => {
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(button().disabled).toBe(true);
    expect(button().textContent).toBe("Creating…");
  });

  it("goes to the sign-in page when the account is there and signing in fails", async () => {
    server.refuse(signIn, "rate_limited", 429);
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(assign).toHaveBeenCalledExactlyOnceWith("/sign-in?created=1&next=%2Fcall%2Fbob");
    expect(screen.getByRole("alert").textContent).toBe("");
  });

  it.each([
    ["the first of them", "a!", "", "short", ["Username", "Display name", "Password"]],
    ["the display name", "alice", "Anonymous", "browser-phone", ["Display name"]],
    ["the password", "alice", "Alice", "1234567", ["Password"]],
  ])("asks nothing of the server while fields are wrong, and focuses %s", async (_, ...entered) => {
    const [username, displayName, password, wrong] = entered;
    show();
    await submit(username, displayName, password);
    expect(server.count(signUp)).toBe(0);
    expect(marked()).toEqual(wrong);
    expect(document.activeElement).toBe(field(wrong[0] ?? ""));
    expect(button().disabled).toBe(false);
  });

  it("forgets what was wrong once it is right", async () => {
    show();
    await submit("alice", "Alice", "short");
    expect(screen.getByText("Use 8 to 200 characters.")).toBeTruthy();
    await submit("alice", "Alice", "browser-phone");
    expect(marked()).toEqual([]);
    expect(screen.queryByText("Use 8 to 200 characters.")).toBeNull();
  });

  it("shows at the username that it is taken, and takes the focus there each time", async () => {
    server.refuse(signUp, "username_taken", 409);
    show();
    for (const username of ["alice", "alice2"]) {
      field("Password").focus();
      await submit(username, "Alice", "browser-phone");
      expect(marked()).toEqual(["Username"]);
      expect(document.activeElement).toBe(field("Username"));
    }
    expect(screen.getByText("That username is taken. Choose another one.")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(server.count(signIn)).toBe(0);
    expect(assign).not.toHaveBeenCalled();
  });

  it("shows at the password that it is too easy to guess, and the focus goes there", async () => {
    server.refuse(signUp, "weak_password", 400);
    show();
    await submit("alice", "Alice", "password");
    expect(marked()).toEqual(["Password"]);
    expect(document.activeElement).toBe(field("Password"));
    expect(screen.getByText(/too easy to guess/)).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(server.count(signIn)).toBe(0);
  });

  it("cuts no password: one that is too long is refused as it was entered", async () => {
    show();
    expect(field("Password").maxLength).toBe(-1);
    await submit("alice", "Alice", "long ".repeat(41));
    expect(marked()).toEqual(["Password"]);
    expect(server.count(signUp)).toBe(0);
  });

  it("asks for an invitation code where one is needed, and sends it", async () => {
    show(true);
    await submit("alice", "Alice", "browser-phone");
    expect(server.count(signUp)).toBe(0);
    expect(document.activeElement).toBe(field("Invitation code"));
    expect(screen.getByText("Enter the invitation code that you were given.")).toBeTruthy();
    fireEvent.change(field("Invitation code"), { target: { value: " K7QM-2RXB " } });
    await submit("alice", "Alice", "browser-phone");
    expect(server.bodies).toContainEqual({
      username: "alice",
      displayName: "Alice",
      password: "browser-phone",
      invitation: "K7QM-2RXB",
    });
    expect(assign).toHaveBeenCalledOnce();
  });

  it("shows the field of the code when one has become necessary, and keeps what was entered", async () => {
    server.refuse(signUp, "invitation_needed", 403);
    show();
    expect(screen.queryByLabelText("Invitation code")).toBeNull();
    await submit("alice", "Alice", "browser-phone");
    expect(document.activeElement).toBe(field("Invitation code"));
    expect(field("Invitation code").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText(/needs an invitation code/)).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(field("Username").value).toBe("alice");
  });

  it("says that no new accounts are taken, when they are not any more", async () => {
    server.refuse(signUp, "sign_up_closed", 403);
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(screen.getByRole("alert").textContent).toBe("This phone service takes no new accounts.");
  });

  it.each([
    ["Support", "That name is reserved. Choose another one."],
    ["Аlice", /could pass for somebody else's/],
  ])("says at the display name why %s is not taken", async (name, why) => {
    show();
    await submit("alice", name, "browser-phone");
    expect(marked()).toEqual(["Display name"]);
    expect(screen.getByText(why)).toBeTruthy();
    expect(server.count(signUp)).toBe(0);
  });

  it("shows at the username that it is reserved, or looks like another", async () => {
    show();
    await submit("adm1n", "Alice", "browser-phone");
    expect(marked()).toEqual(["Username"]);
    expect(screen.getByText("That name is reserved. Choose another one.")).toBeTruthy();
    server.refuse(signUp, "username_similar", 409);
    await submit("@ａ1ice", "Alice", "browser-phone");
    expect(marked()).toEqual(["Username"]);
    expect(screen.getByText(/looks too much like one that is taken/)).toBeTruthy();
    expect(server.bodies).toEqual([{ username: "a1ice", displayName: "Alice", password: "browser-phone" }]);
  });

  it("shows above the form that the server does not answer, and can be tried again", async () => {
    server.disconnect(signUp);
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(screen.getByRole("alert").textContent).toMatch(/The server does not answer/);
    expect(marked()).toEqual([]);
    server.answer(signUp, { username: "alice" }, 201);
    await submit("alice", "Alice", "browser-phone");
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(assign).toHaveBeenCalledOnce();
  });
});
