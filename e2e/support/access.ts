import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { PersonOptions } from "./people";

/** The screen sizes and colour schemes in which every page and state is checked. */
export const desktopLight: PersonOptions = { viewport: { width: 1440, height: 900 }, colorScheme: "light" };
export const desktopDark: PersonOptions = { ...desktopLight, colorScheme: "dark" };
export const phoneDark: PersonOptions = { viewport: { width: 390, height: 844 }, colorScheme: "dark" };
export const phoneLight: PersonOptions = { ...phoneDark, colorScheme: "light" };

/** A name of the greatest length, which must not break the layout. */
export const longName = `${"Bartholomew ".repeat(5)}Bo`;

/** Checks that the page violates no axe rule and does not overflow sideways. `what` names its state in a failure. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Legacy mode: the pages have no frames, for whose results axe would open another page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const broken = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`);
  expect(broken, what).toEqual([]);
  // Neither the page nor a column in it can be scrolled sideways.
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("html, body *")]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .filter((one) => one.tagName === "HTML" || getComputedStyle(one).overflowX === "auto")
      .map((one) => `${one.tagName} ${one.className}`),
  );
  expect(wide, `${what}: overflows sideways`).toEqual([]);
}
