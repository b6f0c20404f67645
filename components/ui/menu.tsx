"use client";

import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from "react";
import { createLater } from "./later";
import type * as radix from "./radix-menu";

const later = createLater(() => import("./radix-menu"));

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<ComponentProps<"button">>;
  /** null: its items are still being loaded. It opens once they are there. */
  children: ReactNode;
  align?: "start" | "end";
}

/**
 * A menu that opens from a button. Until it is first opened it is that button alone, so a list with a menu in each row
 * costs little.
 */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  const loaded = later.use();
  const [opened, setOpened] = useState<"pointer" | "keyboard" | null>(null);
  if (loaded && opened && children) {
    return (
      <loaded.RadixMenu trigger={trigger} align={align} byKeyboard={opened === "keyboard"}>
        {children}
      </loaded.RadixMenu>
    );
  }

  function open(by: "pointer" | "keyboard"): void {
    setOpened(by);
    void later.want();
  }

  // The same as Radix gives to the button of a closed menu.
  return cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || event.ctrlKey) return;
      // The focus goes to the menu.
      event.preventDefault();
      open("pointer");
    },
    onKeyDown(event: KeyboardEvent) {
      if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      open("keyboard");
    },
  });
}

/** An action of a menu. `danger`: it ends or removes something. */
export function MenuItem(props: ComponentProps<typeof radix.MenuItem>) {
  const loaded = later.use();
  return loaded && <loaded.MenuItem {...props} />;
}

/** A line between two groups of a menu. */
export function MenuSeparator() {
  const loaded = later.use();
  return loaded && <loaded.MenuSeparator />;
}

/** A menu item that is on or off. */
export function MenuSwitch(props: ComponentProps<typeof radix.MenuSwitch>) {
  const loaded = later.use();
  return loaded && <loaded.MenuSwitch {...props} />;
}
