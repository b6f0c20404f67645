import { newPerson } from "../support/people";
import { call, expectStatus, incoming, visit } from "../support/phone";
import { expect, test } from "../support/test";

const small = { width: 390, height: 844 };

/** Whether a text is cut at its end and not at its beginning, by where its first and last character are. */
function showsBeginning(element: Element): boolean {
  const text = element.firstChild;
  if (!(text instanceof Text)) throw new Error("the name is not a text");
  const box = element.getBoundingClientRect();
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 1);
  const first = range.getBoundingClientRect();
  return first.left >= box.left - 1 && first.right <= box.right + 1;
}

test("a Japanese conversion is not searched for, and Escape during it keeps the search", async ({
  browser,
}) => {
  const displayName = `山田 ${crypto.randomUUID().slice(0, 4)}`;
  const [alice, yamada] = await Promise.all([
    newPerson(browser, "alice"),
    newPerson(browser, "yamada", { displayName }),
  ]);
  await expectStatus(alice.page, "Ready");
  const searches: string[] = [];
  alice.page.on("request", (request) => {
    const q = new URL(request.url()).searchParams.get("q");
    if (q) searches.push(q);
  });
  const field = alice.page.getByRole("searchbox", { name: "Find people" });
  const row = alice.page.getByRole("listitem").filter({ hasText: yamada.displayName });
  await field.focus();
  const keyboard = await alice.context.newCDPSession(alice.page);
  const compose = (text: string) =>
    keyboard.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  for (const text of ["ｙ", "や", "やm", "やまだ"]) await compose(text);
  await expect(field).toHaveValue("やまだ");
  await keyboard.send("Input.insertText", { text: "山田" });
  await expect(row).toBeVisible();
  await expect.poll(() => searches.at(-1)).toBe("山田");
  expect(new Set(searches)).toEqual(new Set(["山田"]));

  await compose("たろ");
  await field.dispatchEvent("keydown", { key: "Escape", keyCode: 229, isComposing: true });
  await expect(field).toHaveValue("山田たろ");
  await compose("");
  await expect(field).toHaveValue("山田");
  await field.press("Escape");
  await expect(field).toHaveValue("");
});

test("people are found and called however a name is typed", async ({ browser }) => {
  const tag = crypto.randomUUID().slice(0, 4);
  const alice = await newPerson(browser, "alice");
  const zoe = await newPerson(browser, "zoe", { displayName: `Zoe\u0308 ﾔﾏﾀﾞ ${tag}` });
  await expectStatus(alice.page, "Ready");
  const field = alice.page.getByRole("searchbox", { name: "Find people" });
  const row = alice.page.getByRole("listitem").filter({ hasText: `@${zoe.username}` });
  for (const typed of [`zoe やまだ ${tag}`, `ZOË ヤマダ${tag}`, `@${zoe.username}`]) {
    const answered = alice.page.waitForResponse((response) =>
      response.url().includes(encodeURIComponent(typed)),
    );
    await field.fill(typed);
    await expect(row).toBeVisible();
    await answered;
    await expect(row).toBeVisible();
  }
  await visit(alice, `/call/@${zoe.username.toUpperCase()}`);
  await expect(alice.page.getByRole("heading", { level: 1 })).toHaveText(`Zoë ﾔﾏﾀﾞ ${tag}`);
});

test("a new caller is marked as such with their username, until they have been answered", async ({
  browser,
}) => {
  const displayName = `Carol ${crypto.randomUUID().slice(0, 4)}`;
  const [bob, carol, double] = await Promise.all([
    newPerson(browser, "bob"),
    newPerson(browser, "carol", { displayName }),
    newPerson(browser, "double", { displayName }),
  ]);
  for (const one of [bob, carol, double]) await expectStatus(one.page, "Ready");
  const dialog = incoming(bob.page);
  await call(carol, bob);
  await expect(dialog).toContainText(`@${carol.username}`);
  await expect(dialog).toContainText("New caller");
  await dialog.getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(carol.page, "In call");
  await expect(bob.page.getByRole("region", { name: "Call" })).toContainText(`@${carol.username}`);
  await carol.page.getByRole("button", { name: "Hang up", exact: true }).click();
  await expectStatus(bob.page, "Ended: completed");

  await call(double, bob);
  await expect(dialog).toContainText(`@${double.username}`);
  await expect(dialog).toContainText("New caller");
  await dialog.getByRole("button", { name: "Decline", exact: true }).click();
  await expectStatus(double.page, "Ended: declined");

  await call(carol, bob);
  await expect(dialog).toContainText(`@${carol.username}`);
  await expect(dialog).not.toContainText("New caller");
});

test("a long name from right to left shows its beginning everywhere on a small screen", async ({
  browser,
}) => {
  const tag = String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
  const hebrew = `${"שלום עליכם ".repeat(6).slice(0, 53)} ${tag}`;
  const arabic = `أحمد ${tag}`;
  const [sara, ahmad] = await Promise.all([
    newPerson(browser, "sara", { displayName: hebrew, viewport: small }),
    newPerson(browser, "ahmad", { displayName: arabic, viewport: small }),
  ]);
  for (const one of [sara, ahmad]) await expectStatus(one.page, "Ready");
  const name = ahmad.page.getByText(hebrew, { exact: true }).first();
  const picture = (title: string) => test.info().outputPath(`${title}.png`);

  await ahmad.page.getByRole("searchbox", { name: "Find people" }).fill(`@${sara.username}`);
  await expect(name).toBeVisible();
  expect(await name.evaluate(showsBeginning)).toBe(true);
  await ahmad.page.screenshot({ path: picture("people") });

  await call(sara, ahmad);
  await expect(incoming(ahmad.page)).toContainText(`@${sara.username}`);
  await ahmad.page.screenshot({ path: picture("incoming") });
  await incoming(ahmad.page).getByRole("button", { name: "Answer", exact: true }).click();
  await expectStatus(sara.page, "In call");
  await ahmad.page.screenshot({ path: picture("in-call") });
  await ahmad.page.getByRole("link", { name: "History" }).click();
  const bar = ahmad.page.getByRole("region", { name: "Current call" });
  await expect(bar.getByText(hebrew)).toBeVisible();
  expect(await bar.getByText(hebrew).evaluate(showsBeginning)).toBe(true);
  const row = ahmad.page.getByRole("listitem").getByText(hebrew);
  await expect(row).toBeVisible();
  expect(await row.evaluate(showsBeginning)).toBe(true);
  await expect(ahmad.page.getByRole("listitem").getByText(`@${sara.username}`)).toBeInViewport({ ratio: 1 });
  await ahmad.page.screenshot({ path: picture("history") });
  await sara.page.getByRole("link", { name: "History" }).click();
  await expect(sara.page.getByRole("listitem").getByText(arabic)).toBeVisible();
  await sara.page.screenshot({ path: picture("history-arabic") });
  await visit(sara, "/settings");
  const own = sara.page.getByRole("main").getByText(hebrew, { exact: true });
  await expect(own).toBeVisible();
  expect(await own.evaluate(showsBeginning)).toBe(true);
  await sara.page.screenshot({ path: picture("settings") });
});
