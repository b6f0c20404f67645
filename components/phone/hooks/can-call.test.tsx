// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { useLayoutEffect } from "react";
import { expect, test } from "vitest";
import { createFakePhone, ringing } from "@/components/testing/fake-phone";
import { renderInApp } from "@/components/testing/render";
import { useCanCall } from "./can-call";
import { usePhoneState } from "./use-phone";

const isDisabled = () => screen.getByRole<HTMLButtonElement>("button").disabled;

/** Whether the button was disabled when a state of the phone was drawn. */
const drawn = new Map<string, boolean>();

function Call() {
  const { kind } = usePhoneState();
  useLayoutEffect(() => {
    drawn.set(kind, isDisabled());
  }, [kind]);
  return kind;
}

function Row() {
  return <button type="button" disabled={!useCanCall()} />;
}

test("a call that rings is drawn first, and then the buttons that it disables", () => {
  const phone = createFakePhone();
  const page = (
    <>
      <Call />
      <Row />
    </>
  );
  renderInApp(page, { phone });
  expect(isDisabled()).toBe(false);
  phone.show(ringing());
  expect(drawn.get("incoming")).toBe(false);
  expect(isDisabled()).toBe(true);
  phone.show({ kind: "ready" });
  expect(isDisabled()).toBe(false);
});
