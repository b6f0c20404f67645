import { lookOf } from "./look-alikes";

/** Words for whoever runs the app or the voice network, and for a caller who is not named. */
const words = [
  "admin",
  "admins",
  "administrator",
  "administrators",
  "administration",
  "anonymous",
  "browser phone",
  "guest",
  "guests",
  "help",
  "helpdesk",
  "helpline",
  "hotline",
  "moderator",
  "moderators",
  "official",
  "operator",
  "root",
  "security",
  "staff",
  "superuser",
  "support",
  "sysadmin",
  "system",
  "twilio",
  "unknown",
  "unnamed",
  "withheld",
];

/** Words that make no other name of the ones above: `support_team`, `Unknown caller`. */
const fillers = [
  "account",
  "agent",
  "alert",
  "call",
  "caller",
  "care",
  "center",
  "centre",
  "customer",
  "desk",
  "id",
  "inc",
  "it",
  "line",
  "live",
  "number",
  "online",
  "person",
  "service",
  "services",
  "team",
  "tech",
  "technical",
  "the",
  "user",
];

/** Whole names, among them what the pages call an anonymous caller in each language. */
const names = [
  "an anonymous caller",
  "blocked number",
  "hidden caller",
  "hidden number",
  "no caller ID",
  "private caller",
  "private number",
  "restricted number",
  "匿名",
  "匿名の相手",
  "匿名の発信者",
  "非通知",
  "非通知設定",
  "番号非通知",
  "不明",
  "不明な発信者",
  "発信者不明",
  "管理者",
  "管理人",
  "管理者アカウント",
  "運営",
  "運営者",
  "運営事務局",
  "運営チーム",
  "公式",
  "公式サポート",
  "公式アカウント",
  "サポート",
  "サポートセンター",
  "サポート窓口",
  "サポート担当",
  "カスタマーサポート",
  "カスタマーセンター",
  "ヘルプ",
  "ヘルプデスク",
  "セキュリティ",
  "システム",
  "システム管理者",
  "モデレーター",
  "オペレーター",
  "スタッフ",
  "ブラウザフォン",
  "ブラウザーフォン",
];

/** Usernames that stand for something else in a path or a text. As display names they mislead nobody. */
const usernames = [
  "all",
  "anyone",
  "api",
  "everybody",
  "everyone",
  "hostmaster",
  "me",
  "myself",
  "no_reply",
  "noreply",
  "null",
  "postmaster",
  "undefined",
  "webmaster",
  "www",
  "you",
];

/** A pattern for names that look like one of these, each letter once or several times: `suport`, `suppport`. */
function looksLike(list: readonly string[]): string {
  return list.map((name) => [...lookOf(name).replace(/(.)\1+/gu, "$1")].join("+").concat("+")).join("|");
}

const reservedWord = new RegExp(looksLike(words), "u");
const onlySuchWords = new RegExp(`^(?:${looksLike([...words, ...fillers])})+$`, "u");
const reservedName = new RegExp(`^(?:${looksLike(names)})$`, "u");
const reservedUsername = new RegExp(`^(?:${looksLike(usernames)})$`, "u");

/** No name that may be given is longer (UTF-16 units). The patterns take too long for a text of any length. */
const longestName = 64;

/** Whether a display name, in any script, reads as the app itself, its operator, or a caller without a name. */
export function isReservedName(given: string): boolean {
  const name = given.slice(0, longestName);
  // A number or a sign before or behind it makes no other name of it: `Support 2`.
  const endCut = name.replace(/\P{L}+$/u, "");
  const spellings = new Set([name, endCut, ...[name, endCut].map((text) => text.replace(/^\P{L}+/u, ""))]);
  return [...spellings].map(lookOf).some(isReservedLook);
}

/** The same for a username. It also may not be a word such as `me` or `everyone`. */
export function isReservedUsername(username: string): boolean {
  return isReservedName(username) || reservedUsername.test(lookOf(username));
}

/**
 * `text` is what a name looks like. A letter that is there many times is read as if it were there twice, since the pattern
 * of several words would try every way to share out a long run of one letter between two words.
 */
function isReservedLook(text: string): boolean {
  const look = text.replace(/(.)\1{2,}/gu, "$1$1");
  return reservedName.test(look) || (reservedWord.test(look) && onlySuchWords.test(look));
}
