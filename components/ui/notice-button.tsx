import type { ReactNode } from "react";
import { Button, type ButtonLook } from "./button";
import { focusAround } from "./focus";

interface NoticeButtonProps {
  tone?: ButtonLook["tone"];
  onClick: () => void;
  children: ReactNode;
}

/**
 * The small button of a notice that goes away when the button has done its work. A click moves the focus to the page
 * around it first, because the focus would be lost with the button.
 */
export function NoticeButton({ tone = "outline", onClick, children }: NoticeButtonProps) {
  return (
    <Button
      size="small"
      tone={tone}
      onClick={({ currentTarget }) => {
        focusAround(currentTarget);
        onClick();
      }}
    >
      {children}
    </Button>
  );
}
