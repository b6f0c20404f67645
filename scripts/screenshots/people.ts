/** A person of the pictures. All are invented. */
export interface PicturedPerson {
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
}

/** The people's password is as good as none: they live in a database that is deleted with the run. */
const password = `pictures-${crypto.randomUUID()}`;

/** The demo people of local mode, whose password everybody can read. Alice's pages are the pictures. */
export const alice: PicturedPerson = {
  username: "alice",
  displayName: "Alice",
  password: "browser-phone",
};
export const bob: PicturedPerson = { username: "bob", displayName: "Bob", password: "browser-phone" };

/** People whose phones are open. Misaki does not want to be disturbed. */
export const chiara: PicturedPerson = { username: "chiara", displayName: "Chiara Rossi", password };
export const misaki: PicturedPerson = { username: "misaki", displayName: "佐藤 美咲", password };

/** People who have an account, and are away. */
export const emma: PicturedPerson = { username: "emma", displayName: "Emma Lindqvist", password };
export const away: readonly PicturedPerson[] = [
  emma,
  { username: "kenji", displayName: "田中 健二", password },
  { username: "priya", displayName: "Priya Nair", password },
  { username: "zoe", displayName: "Zoë Okafor", password },
];
