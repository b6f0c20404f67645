/**
 * Features of browsers that are newer than the oldest ones of `browserslist` in package.json (Chrome and Edge 111,
 * Firefox 128, Safari 16.4), and how they look in a script. By caniuse.com and the compatibility data of MDN.
 */
export const newerFeatures: readonly (readonly [name: string, look: RegExp])[] = [
  // Chrome 116, Safari 17.4.
  ["AbortSignal.any", /\bAbortSignal\.any\b/],
  // Chrome 119, Safari 17.4.
  ["Promise.withResolvers", /\bPromise\.withResolvers\b/],
  // Chrome 128, Safari 18.2.
  ["Promise.try", /\bPromise\.try\b/],
  // Chrome 117, Safari 17.4.
  ["Object.groupBy", /\b(Object|Map)\.groupBy\b/],
  // Chrome 121.
  ["Array.fromAsync", /\bArray\.fromAsync\b/],
  // Chrome 120, Safari 17.
  ["URL.canParse", /\bURL\.canParse\b/],
  // Chrome 126, Safari 18.
  ["URL.parse", /\bURL\.parse\(/],
  // Chrome 122, Safari 17.
  ["a method of Set", /\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/],
  // Chrome 122, Safari 18.4.
  ["Iterator.from", /\bIterator\.(from|prototype)\b/],
  [
    "a method of an iterator",
    /\.(values|keys|entries)\(\)\.(map|filter|some|every|find|toArray|take|drop|flatMap|reduce|forEach)\(/,
  ],
  // Chrome 136, Safari 18.2.
  ["RegExp.escape", /\bRegExp\.escape\b/],
  // Chrome 140, Safari 18.2.
  ["Uint8Array.fromBase64", /\bUint8Array\.from(Base64|Hex)\b|\.to(Base64|Hex)\(\)/],
  // Chrome 134, Safari 18.4 lacks it.
  ["Error.isError", /\bError\.isError\b/],
  // Chrome 129, Safari 18.4.
  ["Intl.DurationFormat", /\bIntl\.DurationFormat\b/],
  // Chrome 112, Safari 17.
  [
    "the flag v of regular expressions",
    /[=(,:[!&|?]\s*\/(?![*/])(?:[^/\n\\]|\\.)+\/[dgimsuy]*v[dgimsuy]*[.,;)\s]/,
  ],
  // Chrome 114, Safari 17.4.
  ["ArrayBuffer.prototype.transfer", /\.transferToFixedLength\(/],
  // Safari has neither.
  ["requestIdleCallback", /(?<!["'.?])\brequestIdleCallback\(/],
  ["scheduler.yield", /\bscheduler\.(yield|postTask)\(/],
  // Chrome 133, no Safari.
  ["moveBefore", /\.moveBefore\(/],
];

/** The newer features that a script uses. One that looks for it first, by `typeof` or `in`, is left to the reader. */
export function newerFeaturesIn(script: string): string[] {
  return newerFeatures.filter(([, look]) => look.test(script)).map(([name]) => name);
}
