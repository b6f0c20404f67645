import { newPerson, type PersonOptions } from "../support/people";
import { button, call, connect, expectStatus, incoming, ring, visit } from "../support/phone";
import { heard, listenToSounds, powerOf, sounding } from "../support/sounds";
import { expect, test } from "../support/test";

const listening: PersonOptions = { prepare: listenToSounds };
const ringtone = { name: "ringtone", loop: true, sink: "" };

test("the callee hears the ringtone and the caller the ringback, until the call is answered", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", listening),
    newPerson(browser, "bob", listening),
  ]);
  await ring(alice, bob);
  await expect.poll(() => sounding(bob.page)).toEqual([ringtone]);
  await expect.poll(() => powerOf(bob.page, "ringtone")).toBeGreaterThan(heard);
  await expect(button(bob.page, "Enable sound")).toBeHidden();
  await expect.poll(() => sounding(alice.page)).toEqual([{ ...ringtone, name: "ringback" }]);
  await incoming(bob.page).getByRole("button", { name: "Answer", exact: true }).click();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);
  for (const { page } of [alice, bob]) await expect.poll(() => sounding(page)).toEqual([]);
});

test("the ringtone plays on the output that was chosen for it", async ({ browser }) => {
  const [alice, bob] = await Promise.all([newPerson(browser, "alice"), newPerson(browser, "bob", listening)]);
  await visit(bob, "/settings");
  const ringer = bob.page.getByRole("combobox", { name: "Ringtone" });
  await ringer.selectOption({ label: "Fake Audio Output 2" });
  const chosen = await ringer.inputValue();
  expect(chosen).not.toBe("");
  await ring(alice, bob);
  await expect.poll(() => sounding(bob.page)).toEqual([{ ...ringtone, sink: chosen }]);
});

test("a waiting call plays a soft beep and not the ringtone", async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "bob", listening),
    newPerson(browser, "carol"),
  ]);
  await connect(alice, bob);
  await expectStatus(carol.page, "Ready");
  await call(carol, bob);
  await expect(incoming(bob.page)).toContainText(carol.displayName);
  await expect
    .poll(() => sounding(bob.page), { intervals: [50] })
    .toEqual([{ name: "waiting", loop: false, sink: "" }]);
});
