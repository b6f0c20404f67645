import { expect, test } from "vitest";
import { newUsernameSchema } from "./account";
import { usernameSchema } from "./people";
import { isReservedUsername } from "./reserved";

test.each([
  "admin",
  "administrator",
  "support",
  "help",
  "helpdesk",
  "help_desk",
  "security",
  "root",
  "system",
  "official",
  "operator",
  "moderator",
  "staff",
  "twilio",
  "browserphone",
  "browser_phone",
  "anonymous",
  "unknown",
  "everyone",
  "null",
  "undefined",
  "api",
  "adm1n",
  "4dmin",
  "admin1",
  "admin_2",
  "_admin_",
  "supp0rt",
  "5upport",
  "suport",
  "support_team",
  "twilio_support",
  "tvvilio",
  "rnoderator",
  "anonyrnous",
  "0fficial",
])("nobody new gets the username %s, and who has it keeps it", (username) => {
  expect(newUsernameSchema.safeParse(username).success).toBe(false);
  expect(usernameSchema.safeParse(username).success).toBe(true);
});

test.each(["alice", "bob", "supporter", "staffan", "admiral", "rooted", "alice_help_me", "helper", "ann"])(
  "the username %s is free",
  (username) => {
    expect(isReservedUsername(username)).toBe(false);
  },
);
