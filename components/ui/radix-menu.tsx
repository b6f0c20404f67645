"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align: "start" | "end";
  /** It was opened by a key: then its first item has the focus. */
  byKeyboard: boolean;
}

/**
 * The menu itself, open at first (`Menu`). It is not modal, so that a ringing call can be answered while it is open, and
 * rendered in place, not in a portal, so that it belongs to a landmark.
 */
export function RadixMenu({ trigger, children, align, byKeyboard }: MenuProps) {
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Radix does this itself for the next keys, which it hears.
    if (byKeyboard) content.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  }, [byKeyboard]);
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        ref={content}
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className="z-40 min-w-56 max-w-80 animate-appear rounded-2xl border border-hairline bg-raised p-1.5 shadow-high"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const menuItemClass =
  "flex min-h-10 w-full cursor-pointer select-none items-center gap-3 rounded-[10px] px-3 text-[15px] outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-45 [&_svg]:size-[18px] [&_svg]:shrink-0 [&_svg]:text-soft";

interface MenuItemProps extends ComponentProps<typeof DropdownMenu.Item> {
  danger?: boolean;
}

/** An action of a menu. `danger`: it ends or removes something. */
export function MenuItem({ danger = false, className, ...rest }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      className={cn(menuItemClass, danger && "text-red-text [&_svg]:text-red-text", className)}
      {...rest}
    />
  );
}

/** A line between two groups of a menu. */
export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-3 my-1.5 h-px bg-hairline" />;
}

/** A menu item that is on or off. */
export function MenuSwitch({ children, ...rest }: ComponentProps<typeof DropdownMenu.CheckboxItem>) {
  return (
    <DropdownMenu.CheckboxItem className={menuItemClass} {...rest}>
      {children}
      <DropdownMenu.ItemIndicator className="ml-auto">
        <Check aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  );
}
