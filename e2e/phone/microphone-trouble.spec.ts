import { audible, loudness } from "../support/audio";
import {
  installMicrophones,
  interrupt,
  openTracks,
  plugUnnoticed,
  refuseMicrophone,
  refuseToMeasure,
  speak,
  unplugUnnoticed,
} from "../support/microphones";
import { newPerson, type PersonOptions } from "../support/people";
import { button, call, connect, expectStatus, incoming, visit } from "../support/phone";
import { expect, test } from "../support/test";

const oneMicrophone: PersonOptions = { prepare: (page) => installMicrophones(page, ["Headset"]) };

test("Mute works, and nothing stays open, in a browser that refuses to measure the microphone", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", {
      // The SDK's preflight always fetches Twilio's own sounds. It may begin before this test ends.
      expectedErrors: [/sdk\.twilio\.com/],
      prepare: async (page) => {
        await installMicrophones(page, ["Headset"]);
        await refuseToMeasure(page);
      },
    }),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await speak(alice.page, "Headset", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  for (let times = 0; times < 2; times += 1) {
    await button(alice.page, "Mute").click();
    await expect(button(alice.page, "Unmute")).toBeVisible();
    await expect.poll(() => loudness(bob.page, 1)).toBeLessThan(audible / 10);
    await button(alice.page, "Unmute").click();
    await expect(button(alice.page, "Mute")).toBeVisible();
    await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  }
  await button(alice.page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");
  await expect.poll(() => openTracks(alice.page, "Headset")).toBe(0);

  await visit(alice, "/settings");
  await button(alice.page, "Check microphone").click();
  await expect(alice.page.getByText("This browser cannot measure this microphone")).toBeVisible();
  expect(await openTracks(alice.page, "Headset")).toBe(0);
  await visit(alice, "/diagnostics");
  await button(alice.page, "Run checks").click();
  await expect(alice.page.getByText("This browser cannot measure this microphone")).toBeVisible();
  expect(await openTracks(alice.page, "Headset")).toBe(0);
});

test("a microphone whose sound ends in a call is opened again by itself", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", oneMicrophone),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await speak(alice.page, "Headset", 1);
  // The second time the SDK was told to use this microphone already.
  for (let times = 0; times < 2; times += 1) {
    await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
    await interrupt(alice.page, "Headset");
    await expect.poll(() => openTracks(alice.page, "Headset")).toBe(1);
  }
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await expect(alice.page.getByText("Your microphone stopped.")).toBeHidden();
});

test("both sides are told of a microphone that is gone in a call, and it comes back by itself", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", oneMicrophone),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await speak(alice.page, "Headset", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);

  await unplugUnnoticed(alice.page, "Headset");
  const stopped = alice.page.getByText("Your microphone stopped. Nobody hears you").first();
  await expect(stopped).toBeVisible();
  const silent = bob.page.getByText("Nothing is heard from the other side at the moment.").first();
  await expect(silent).toBeVisible();
  await Promise.all([expectStatus(alice.page, "In call"), expectStatus(bob.page, "In call")]);

  await plugUnnoticed(alice.page, "Headset");
  await expect(stopped).toBeHidden();
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await expect(silent).toBeHidden();
});

test("a microphone that is withdrawn in a call is named, and can be taken again", async ({ browser }) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", oneMicrophone),
    newPerson(browser, "bob"),
  ]);
  await connect(alice, bob);
  await speak(alice.page, "Headset", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await refuseMicrophone(alice.page, "Permission denied");
  await interrupt(alice.page, "Headset");
  const refused = alice.page.getByText("Your microphone is not allowed any more").first();
  await expect(refused).toBeVisible();
  await expectStatus(alice.page, "In call");

  await refuseMicrophone(alice.page, null);
  await button(alice.page, "Try again").first().click();
  await expect(refused).toBeHidden();
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
});

test("a remembered microphone that is gone unnoticed is in the way of no call and no check", async ({
  browser,
}) => {
  const [alice, bob] = await Promise.all([
    newPerson(browser, "alice", { prepare: (page) => installMicrophones(page, ["Headset", "Webcam"]) }),
    newPerson(browser, "bob"),
  ]);
  const { page } = alice;
  const microphone = page.getByRole("combobox", { name: "Microphone" });
  await visit(alice, "/settings");
  await microphone.selectOption({ label: "Webcam" });
  await unplugUnnoticed(page, "Webcam");
  await button(page, "Check microphone").click();
  await expect(page.getByRole("meter", { name: "Microphone level" })).toBeVisible();
  await expect(page.getByText("No microphone found")).toBeHidden();
  const replaced = page.getByText("Webcam was disconnected. Using Default - Headset now.");
  await expect(replaced.filter({ visible: true }).first()).toBeVisible();
  await button(page, "Stop").click();

  await plugUnnoticed(page, "Webcam");
  await visit(alice, "/");
  await unplugUnnoticed(page, "Webcam");
  await connect(alice, bob);
  await speak(page, "Headset", 1);
  await expect.poll(() => loudness(bob.page, 1)).toBeGreaterThan(audible);
  await button(page, "Hang up").click();
  await expectStatus(bob.page, "Ended: completed");
  // The choice stays for when the microphone is back.
  await visit(alice, "/settings");
  await expect(microphone.locator("option:checked")).toHaveText("Webcam");
});

const refusals = [
  [
    "Permission denied by system",
    "The system keeps the microphone from this browser",
    "privacy settings of your",
  ],
  ["Permission dismissed", "The microphone was not allowed", "choose Allow when the browser asks"],
] as const;

for (const [message, what, next] of refusals) {
  test(`a caller reads who refused the microphone: ${message}`, async ({ browser }) => {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", oneMicrophone),
      newPerson(browser, "bob"),
    ]);
    await Promise.all([expectStatus(alice.page, "Ready"), expectStatus(bob.page, "Ready")]);
    await refuseMicrophone(alice.page, message);
    await call(alice, bob);
    await expect(alice.page.getByRole("heading", { name: what })).toBeVisible();
    await expect(alice.page.getByText(next).filter({ visible: true })).toBeVisible();
    await refuseMicrophone(alice.page, null);
    await button(alice.page, "Try again").click();
    await expect(incoming(bob.page)).toBeVisible();
  });
}
