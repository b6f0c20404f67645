import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { PersonOptions } from "./people";

/** Sizes and colours that every page and state is looked at in. */
export const desktopLight: PersonOptions = { viewport: { width: 1440, height: 900 }, colorScheme: "light" };
export const desktopDark: PersonOptions = { ...desktopLight, colorScheme: "dark" };
export const phoneDark: PersonOptions = { viewport: { width: 390, height: 844 }, colorScheme: "dark" };
export const phoneLight: PersonOptions = { ...phoneDark, colorScheme: "light" };

/** A name as long as names may be: it must not push anything out of its place. */
export const longName = `${"Bartholomew ".repeat(5)}Bo`;

/** No rule of axe is broken, and nothing sticks out of the page sideways. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // There are no frames to gather results from, for which axe would open another page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const broken = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(", ")}`);
  expect(broken, what).toEqual([]);
  // Nothing can be scrolled sideways: not the page, and no column in it.
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("html, body *")]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .filter((one) => one.tagName === "HTML" || getComputedStyle(one).overflowX === "auto")
      .map((one) => `${one.tagName} ${one.className}`),
  );
  expect(wide, `${what}: wider than its place`).toEqual([]);
}
