import { type ClassValue, clsx } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
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
    size: [{ size: [any] }],
    height: [{ h: [any] }],
    width: [{ w: [any] }],
    minWidth: [{ "min-w": [any] }],
    maxWidth: [{ "max-w": [any] }],
    position: ["static", "relative", "absolute", "fixed", "sticky"],
    inset: [{ inset: [any] }],
    insetX: [{ "inset-x": [any] }],
    insetY: [{ "inset-y": [any] }],
    top: [{ top: [any] }],
    bottom: [{ bottom: [any] }],
    translateX: [{ "translate-x": [any] }],
    translateY: [{ "translate-y": [any] }],
    translate: [{ translate: [any] }],
    left: [{ left: [any] }],
    right: [{ right: [any] }],
    layer: [{ z: [any] }],
    margin: [{ m: [any] }],
    marginX: [{ mx: [any] }],
    marginY: [{ my: [any] }],
    marginTop: [{ mt: [any] }],
    marginBottom: [{ mb: [any] }],
    marginLeft: [{ ml: [any] }],
    marginRight: [{ mr: [any] }],
    gapX: [{ "gap-x": [any] }],
    gapY: [{ "gap-y": [any] }],
    gap: [{ gap: [any] }],
    items: [{ items: ["start", "center", "end", "baseline", "stretch"] }],
    rounded: [{ rounded: ["", any] }],
    padding: [{ p: [any] }],
    paddingX: [{ px: [any] }],
    paddingY: [{ py: [any] }],
    paddingLeft: [{ pl: [any] }],
    paddingRight: [{ pr: [any] }],
    paddingTop: [{ pt: [any] }],
    paddingBottom: [{ pb: [any] }],
    textAlign: [{ text: ["left", "center", "right", "start", "end"] }],
    textWrap: [{ text: ["balance", "pretty", "wrap", "nowrap"] }],
    textSize: [{ text: ["xs", "sm", "base", "lg", "xl", "2xl", "3xl", "4xl", "5xl", isLength] }],
    textColor: [{ text: [any] }],
    leading: [{ leading: [any] }],
    fontWeight: [{ font: ["normal", "medium", "semibold", "bold"] }],
    background: [{ bg: [any] }],
    borderWidth: [{ border: ["", isNumber] }],
    borderSide: [{ border: ["t", "r", "b", "l", "x", "y"] }],
    borderColor: [{ border: [any] }],
    flex: [{ flex: ["1", "auto", "none", "initial"] }],
    shrink: [{ shrink: ["", isNumber] }],
    shadow: [{ shadow: ["low", "high", "none"] }],
    animation: [{ animate: ["spin", "pulse", "none"] }],
    transition: [{ transition: ["", any] }],
    opacity: [{ opacity: [any] }],
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
