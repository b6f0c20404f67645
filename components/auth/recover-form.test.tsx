// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import { RecoverForm } from "./recover-form";

const route = "POST /api/recovery";
const assign = vi.fn();
let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  assign.mockReset();
  vi.stubGlobal("location", { ...window.location, assign });
  server = new FakeServer();
  server.handle(route, () => new Response(null, { status: 204 }));
});

async function enter(username: string, code: string, password: string) {
  renderInApp(<RecoverForm next="/history" />);
  for (const [label, value] of [
    ["Username", username],
    ["Recovery code", code],
    ["New password", password],
  ] as const)
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  fireEvent.submit(
    screen.getByRole("button", { name: "Set password and sign in" }).closest("form") as Element,
  );
  await pass();
}

it("opens the page that the visitor wanted once the password is set", async () => {
  await enter(" @Alice ", "K7QM-2RXB-9TWD-HEZP", "staple of my own");
  expect(assign).toHaveBeenCalledExactlyOnceWith("/history");
});

it("says which field is missing, and asks nothing of the server", async () => {
  await enter("", "", "short");
  for (const text of [
    "Enter your username.",
    "Enter one of your recovery codes.",
    "Use 8 to 200 characters.",
  ])
    expect(screen.getByText(text)).toBeDefined();
  expect(document.activeElement?.getAttribute("name")).toBe("username");
  expect(assign).not.toHaveBeenCalled();
});

it("shows that the code is wrong for the form as a whole, and a weak password at its field", async () => {
  server.refuse(route, "wrong_recovery_code", 401);
  await enter("alice", "AAAA", "staple of my own");
  expect(screen.getByRole("alert").textContent).toContain("The username or the recovery code is not right");
  expect(document.activeElement?.getAttribute("name")).toBe("code");
  server.refuse(route, "weak_password", 400);
  fireEvent.submit(
    screen.getByRole("button", { name: "Set password and sign in" }).closest("form") as Element,
  );
  await pass();
  expect(screen.getByRole("alert").textContent).toBe("");
  expect(document.activeElement?.getAttribute("name")).toBe("password");
});
