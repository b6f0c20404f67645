// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderInApp } from "@/components/testing/render";
import { phoneStatusId } from "@/lib/contracts";
import { PhoneStatus } from "./phone-status";

test("the status is found by the script that shows Ready before React does", () => {
  renderInApp(<PhoneStatus />);
  expect(screen.getByRole("status", { name: "Phone" }).id).toBe(phoneStatusId);
});
