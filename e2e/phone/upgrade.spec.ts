import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGatewayProcess } from "../../lib/gateway/testing/process";
import { makeStandalone } from "../../scripts/deploy/standalone";
import { makeAnotherBuild } from "../../scripts/deploy/testing/another-build";
import { finish, healthy, start, writableFolder } from "../../scripts/deploy/testing/programs";
import { twilioSettings } from "../../scripts/deploy/testing/settings";
import { newPerson } from "../support/people";
import { button, connect, expectStatus } from "../support/phone";
import { freePort } from "../support/stack";
import { expect, test } from "../support/test";

/** The browser logs each file that is gone, and each request while no server is there. */
const expectedErrors = [
  /404/,
  /ChunkLoadError/,
  /Refused to execute script/,
  /Failed to load chunk/,
  /RSC payload/,
  /net::ERR_/,
  /fetch/i,
];

test("a call goes on while the server is replaced by another version, and open pages find their way to it", async ({
  browser,
}) => {
  // Two folders and a database are made first.
  test.setTimeout(600_000);
  const root = await mkdtemp(join(tmpdir(), "browser-phone-upgrade-"));
  await chmod(root, 0o755);
  const [before, after] = [join(root, "before"), join(root, "after")];
  await makeStandalone(before);
  await makeStandalone(after);
  makeAnotherBuild(after);

  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const gateway = await startGatewayProcess({
    ...twilioSettings,
    VOICE_URL: `${origin}/api/voice/call`,
    VOICE_STATUS_URL: `${origin}/api/voice/status`,
    VOICE_GATEWAY_ORIGINS: origin,
  });
  const env = {
    ...twilioSettings,
    VOICE_GATEWAY_URL: `ws://localhost:${gateway.port}/signal`,
    APP_URL: origin,
    NEXTAUTH_URL: origin,
    PORT: String(port),
    DATA_DIR: writableFolder(join(root, "data")),
    SIGN_UPS_PER_HOUR: "1000",
  };
  const startServer = async (folder: string) => {
    expect(await finish(folder, ["node", "migrate.mjs"], env)).toMatchObject({ code: 0 });
    const server = start(folder, ["node", "serve.mjs", "--loopback"], env);
    await healthy(server, env);
    return server;
  };
  let server = await startServer(before);
  try {
    const [alice, bob] = await Promise.all([
      newPerson(browser, "alice", { origin, expectedErrors }),
      newPerson(browser, "bob", { origin, expectedErrors }),
    ]);
    await connect(alice, bob);
    expect((await server.stop()).code).toBe(0);
    server = await startServer(after);

    // Alice's page needs a script that is gone. It says so, and the call goes on.
    await alice.page.getByRole("link", { name: "Diagnostics", exact: true }).first().click();
    await expect(
      alice.page
        .getByText(/A new version of Browser Phone is there|That page opens when your call is over/)
        .first(),
    ).toBeVisible();
    await expectStatus(alice.page, "In call");
    await expectStatus(bob.page, "In call");
    await button(alice.page, "Hang up").filter({ visible: true }).click();
    await expectStatus(bob.page, "Ended: completed");
    await expect(alice.page.getByRole("heading", { name: "Diagnostics", level: 1 })).toBeVisible();
    await expectStatus(alice.page, "Ready");

    // Bob's page was opened before, too, and opens one of the new version. Both call each other by it.
    await bob.page.getByRole("link", { name: "History", exact: true }).first().click();
    await expect(bob.page.getByRole("heading", { name: "History", level: 1 })).toBeVisible();
    await expectStatus(bob.page, "Ready");
    await alice.page.getByRole("link", { name: "Phone", exact: true }).first().click();
    await connect(alice, bob);
  } finally {
    await server.stop();
    await gateway.kill();
    await rm(root, { recursive: true, force: true });
  }
});
