"use client";

import {
  cloneElement,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";

/** How long (ms) the pointer rests on an icon before its tooltip shows. */
const delayMs = 400;
/** For how long (ms) after one tooltip the next one shows at once. */
const skipDelayMs = 300;
/** Distances (px) from the icon and from the edges of the window. */
const gap = 6;
const edge = 8;

let closedAt = Number.NEGATIVE_INFINITY;
/** Closes the tooltip that shows. There is one at a time. */
let closePresent: (() => void) | null = null;

interface TriggerProps {
  onPointerMove?: (event: PointerEvent<HTMLButtonElement>) => void;
  onPointerLeave?: (event: PointerEvent<HTMLButtonElement>) => void;
  onPointerDown?: (event: PointerEvent<HTMLButtonElement>) => void;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  onFocus?: (event: FocusEvent<HTMLButtonElement>) => void;
  onBlur?: (event: FocusEvent<HTMLButtonElement>) => void;
}

interface TooltipProps {
  text: string;
  /** The button that it explains. */
  children: ReactElement<TriggerProps>;
}

/** Runs the button's own handler, then ours. */
function both<E>(own: ((event: E) => void) | undefined, ours: (event: E) => void): (event: E) => void {
  return (event) => {
    own?.(event);
    ours(event);
  };
}

/**
 * Shows what an icon means, when the pointer rests on it or the keyboard gets to it. It repeats the accessible name, so
 * it is hidden from screen readers. Touch shows none.
 */
export function Tooltip({ text, children }: TooltipProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** A focus that a press brings shows nothing, and neither does the pointer until it has left. */
  const pressed = useRef(false);

  const close = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setAnchor(null);
  }, []);
  useEffect(() => close, [close]);

  function open(element: HTMLElement): void {
    clearTimeout(timer.current);
    closePresent?.();
    setAnchor(element);
  }

  function rest({ pointerType, currentTarget }: PointerEvent<HTMLButtonElement>): void {
    if (pointerType === "touch" || pressed.current || anchor || timer.current !== undefined) return;
    const wait = performance.now() - closedAt < skipDelayMs ? 0 : delayMs;
    timer.current = setTimeout(open, wait, currentTarget);
  }

  const { props } = children;
  return (
    <>
      {cloneElement(children, {
        onPointerMove: both(props.onPointerMove, rest),
        onPointerLeave: both(props.onPointerLeave, () => {
          pressed.current = false;
          close();
        }),
        onPointerDown: both(props.onPointerDown, () => {
          pressed.current = true;
          close();
        }),
        onClick: both(props.onClick, close),
        onFocus: both(props.onFocus, ({ currentTarget }) => {
          if (!pressed.current) open(currentTarget);
        }),
        onBlur: both(props.onBlur, () => {
          pressed.current = false;
          close();
        }),
      })}
      {anchor && <Bubble anchor={anchor} text={text} close={close} />}
    </>
  );
}

function Bubble({ anchor, text, close }: { anchor: HTMLElement; text: string; close: () => void }) {
  const bubble = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (bubble.current) place(bubble.current, anchor.getBoundingClientRect());
  }, [anchor]);

  useEffect(() => {
    closePresent = close;
    const closeWithEscape = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    const closeIfMoved = ({ target }: Event) => {
      if (target instanceof Node && target.contains(anchor)) close();
    };
    document.addEventListener("keydown", closeWithEscape);
    window.addEventListener("scroll", closeIfMoved, { capture: true });
    return () => {
      if (closePresent === close) closePresent = null;
      closedAt = performance.now();
      document.removeEventListener("keydown", closeWithEscape);
      window.removeEventListener("scroll", closeIfMoved, { capture: true });
    };
  }, [anchor, close]);

  return createPortal(
    <div
      ref={bubble}
      aria-hidden
      className="pointer-events-none fixed top-0 left-0 z-[70] max-w-64 animate-appear rounded-lg bg-ink px-2.5 py-1.5 text-[13px] text-paper"
    >
      <span>{text}</span>
    </div>,
    anchor.ownerDocument.body,
  );
}

/** Above the icon, or below it where there is no room; within the window. */
function place(bubble: HTMLElement, icon: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const view = bubble.ownerDocument.documentElement;
  const above = icon.top - gap - height;
  const top = above < edge ? icon.bottom + gap : above;
  const middle = icon.left + icon.width / 2 - width / 2;
  const left = Math.max(edge, Math.min(middle, view.clientWidth - edge - width));
  bubble.style.top = `${Math.round(top)}px`;
  bubble.style.left = `${Math.round(left)}px`;
}
