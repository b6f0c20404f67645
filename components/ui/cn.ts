import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

/** Every class that begins so. */
const every = (name: string) => [{ [name]: [() => true] }];
const isLength = (value: string) => /^\[[\d.]+(px|rem|em)\]$/.test(value);
const isNumber = (value: string) => /^\d+$/.test(value);

/**
 * What a class sets, for the kinds of classes that one component overrides in another. tailwind-merge's own list knows all
 * of Tailwind and is ten times as large; `cn.test.ts` compares the two with the classes of this app. A class that is
 * in no group stays.
 */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: ["block", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "contents", "hidden"],
    size: every("size"),
    height: every("h"),
    width: every("w"),
    minWidth: every("min-w"),
    maxWidth: every("max-w"),
    position: ["static", "relative", "absolute", "fixed", "sticky"],
    inset: every("inset"),
    insetX: every("inset-x"),
    insetY: every("inset-y"),
    top: every("top"),
    bottom: every("bottom"),
    translateX: every("translate-x"),
    translateY: every("translate-y"),
    translate: every("translate"),
    left: every("left"),
    right: every("right"),
    layer: every("z"),
    margin: every("m"),
    marginX: every("mx"),
    marginY: every("my"),
    marginTop: every("mt"),
    marginBottom: every("mb"),
    marginLeft: every("ml"),
    marginRight: every("mr"),
    gapX: every("gap-x"),
    gapY: every("gap-y"),
    gap: every("gap"),
    items: [{ items: ["start", "center", "end", "baseline", "stretch"] }],
    rounded: [{ rounded: ["", () => true] }],
    padding: every("p"),
    paddingX: every("px"),
    paddingY: every("py"),
    paddingLeft: every("pl"),
    paddingRight: every("pr"),
    paddingTop: every("pt"),
    paddingBottom: every("pb"),
    textAlign: [{ text: ["left", "center", "right", "start", "end"] }],
    textWrap: [{ text: ["balance", "pretty", "wrap", "nowrap"] }],
    textSize: [{ text: ["xs", "sm", "base", "lg", "xl", "2xl", "3xl", "4xl", "5xl", isLength] }],
    textColor: every("text"),
    leading: every("leading"),
    fontWeight: [{ font: ["normal", "medium", "semibold", "bold"] }],
    background: every("bg"),
    borderWidth: [{ border: ["", isNumber] }],
    borderSide: [{ border: ["t", "r", "b", "l", "x", "y"] }],
    borderColor: every("border"),
    flex: [{ flex: ["1", "auto", "none", "initial"] }],
    shrink: [{ shrink: ["", isNumber] }],
    shadow: [{ shadow: ["low", "high", "none"] }],
    animation: [{ animate: ["spin", "pulse", "none"] }],
    transition: [{ transition: ["", () => true] }],
    opacity: every("opacity"),
  },
  conflictingClassGroups: {
    size: ["height", "width"],
    flex: ["shrink"],
    textSize: ["leading"],
    inset: ["insetX", "insetY", "top", "right", "bottom", "left"],
    insetX: ["left", "right"],
    insetY: ["top", "bottom"],
    translate: ["translateX", "translateY"],
    gap: ["gapX", "gapY"],
    margin: ["marginX", "marginY", "marginTop", "marginBottom", "marginLeft", "marginRight"],
    marginX: ["marginLeft", "marginRight"],
    marginY: ["marginTop", "marginBottom"],
    padding: ["paddingX", "paddingY", "paddingLeft", "paddingRight", "paddingTop", "paddingBottom"],
    paddingX: ["paddingLeft", "paddingRight"],
    paddingY: ["paddingTop", "paddingBottom"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}));

/** Joins class names; of two that set the same thing the later wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
