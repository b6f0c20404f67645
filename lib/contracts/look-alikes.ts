import { foldText } from "./fold";

/**
 * Letters of other scripts, and forms of Latin ones, that look like these Latin letters. From Unicode's list of
 * confusable characters (https://www.unicode.org/Public/security/latest/confusables.txt, UTS #39), as they are after
 * `foldText`. `i` is left out: it stands with `l`, see below.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  a: "ɑαаꭺᗅꓮ𖽀𐊠ᴀɐ",
  aa: "ꜳ",
  ae: "ӕ",
  ao: "ꜵ",
  au: "ꜷ",
  av: "ꜹꜻ",
  ay: "ꜽ",
  b: "ƅьꮟᖯꞵβвᏼᗷꓐ𐊂𐊡𐌁ɓƃбƀҍѣʙ",
  bl: "ы",
  c: "ᴄⲥсꮯ𐐽σꓚ𐊢𐌂𐔜ȼҫ",
  d: "ԁꮷᑯꓒꭰᗞᗪꓓɗɖƌᴅ",
  dz: "ʣ",
  e: "ꬲеҽεⴹꭼꓰ𑣆𑣎𐊆ɇҿᴇǝɘ",
  f: "ꬵꞙẝքϝᖴꓝ𑣂𐊇𐊥𐔥ƒᵮ",
  g: "ɡᶃƍցԍꮐᏻꓖɠǥɢ",
  h: "һհꮒηⲏнꮋᕼꓧ𐋏ɦꚕᏺⱨңћӊӈʜ",
  j: "ϳјʝꭻᒍꓙɉᴊ",
  k: "κⲕкꮶᛕꓗ𐔘ƙⱪқꝁҟᴋ",
  l: "ɪɩι іꙇӏꭵ𑣃ɨᵻᵼǀⲓߊⵏᛁꓲ𖼨𐊊𐌉ⳑꮮᒪꓡ𖼖𑣒𐑃𐔦ɭƚɫʟ",
  ll: "ǁ",
  lo: "ю",
  ls: "ʪ",
  lz: "ʫ",
  m: "μϻⲙмꮇᗰᛖꓟ𐊰𐌑ӎᴍ",
  n: "ոռνⲛꓠ𐔓ɳƞɲᵰɴ",
  o: "ᴏᴑꬽοⲟоჿօഠဝ𐓪𑣈𑣗𐐬ⵔዐଠꓳ𑣕𐊒𐊫𐔖ꬾⵁɵꝋөѳꮎꮻθⴱꭴတɔ",
  oo: "ꝏꚙ",
  p: "ρⲣрꮲᑭꓑ𐊕ƥᵽᴘ",
  q: "ԛգզⵕʠ",
  r: "ꭇꭈᴦⲅгꮁʀꭱꮢ𐓜ᖇꓣ𖼵ɽɼɍғᵲ",
  rn: "𑜀ɱᵯ",
  s: "ꜱƽѕꮪ𑣁𐑈տꮥꓢ𖼺𐊖ʂᵴ",
  t: "τⲧтꭲꓔ𖼊𑣜𐊗𐊱𐌕ƭⱦʈҭᵵᴛ",
  tf: "ꝷ",
  ts: "ʦ",
  u: "ꞟᴜꭎꭒʋυս𐓶𑣘ሀᑌꓴ𖽂ᵾꮜʉ",
  ue: "ᵫ",
  uo: "ꭣ",
  v: "ᴠѵ𑜆ꮩ𑣀ⴸᐯꛟꓦ𖼈𐔝",
  w: "ɯᴡѡԝա𑜊𑜎𑜏ꮃꮤꓪѽ𑓅ꝡ",
  x: "хᕁᕽꭓχⲭⵝᚷꓫ𐊐𐊴𐌗𐔧ҳ",
  y: "ɣᶌʏỿꭚγуүყⲩꭹꮍꓬ𖽃𑣄𐊲ƴɏұʎ",
  z: "ᴢꮓζꓜ𑣉ʐƶȥᵶ",
};

const latinOf = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);

/** Letters in a circle or a square, which `normalize` leaves alone, begin at these code points with A. */
const enclosedAlphabets = [0x1f150, 0x1f170, 0x1f1e6];

/** Digits and signs that stand for letters in names such as `5upp0rt`. */
const written: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "€": "e",
  "!": "l",
  "|": "l",
};

/**
 * The letters that a reader sees in a name, whatever characters it is made of: two names with the same look can be taken
 * for each other. Not for showing: `Admin`, `аdmin` (Cyrillic а) and `4dm1n` all give `admln`.
 */
export function lookOf(name: string): string {
  const seen = [...foldText([...name].map(fromEnclosed).join(""))].map((char) => {
    const latin = latinOf.get(char) ?? char;
    return written[latin] ?? latin;
  });
  return withoutPairs(seen.join("").replace(/[^\p{L}\p{N}]/gu, "")).replaceAll("i", "l");
}

/**
 * What a username looks like: `a1ice`, `al_ice` and `allce` look like `alice`. No two people get usernames that look the
 * same. Of digits only those count that look like letters: `caller_1` and `caller_2` are two names. A doubled letter makes
 * another name: `ana` and `anna` are two people. After a change, raise `keyVersion` in lib/server/people/keys.ts.
 */
export function usernameLook(username: string): string {
  const letters = username.replaceAll("_", "").replaceAll("0", "o").replace(/[1i]/g, "l");
  return (
    withoutPairs(letters)
      // `ll` may be two letters, such as l and i, and at the end a number: `caller1` and `caller11` are two names.
      .replace(/l{3,}(?=[^l])/g, "ll")
      .replace(/o{3,}(?=[^o])/g, "oo")
  );
}

/**
 * `w` becomes `vv`, and not the other way round, since `vvv` may be read as `vw` and as `wv`. `cl` stays, although it looks
 * like `d`: with `ci`, which looks like `cl`, it would make one name of Alicia and Alida.
 */
function withoutPairs(text: string): string {
  return text.replaceAll("w", "vv").replaceAll("rn", "m");
}

function fromEnclosed(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const first = enclosedAlphabets.find((start) => code >= start && code < start + 26);
  return first === undefined ? char : String.fromCharCode(0x61 + code - first);
}
