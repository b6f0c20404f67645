// @vitest-environment happy-dom
import { render } from "@testing-library/react";
import { useRouter } from "next/navigation";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakePhone, ended, talking } from "@/components/testing/fake-phone";
import "@/components/testing/render";
import { CallPageProvider, useGoToCall, usePutAwayCall } from "./call-page";
import { PhoneContext } from "./use-phone";

vi.mock("next/navigation", () => ({ useRouter: vi.fn() }));

const push = vi.fn();
let goToCall = () => {};

/** A page of the app, at `path`. */
function PageAt({ path }: { path: string }) {
  goToCall = useGoToCall();
  usePutAwayCall(path);
  return null;
}

/** The app on a screen of some width, with a call that is over or not. */
function open(path: string, { narrow = true, state = ended("completed") } = {}) {
  vi.spyOn(window, "matchMedia").mockReturnValue(
    Object.assign(new EventTarget(), { matches: !narrow }) as MediaQueryList,
  );
  const phone = createFakePhone(state);
  const at = (where: string) => (
    <PhoneContext value={phone}>
      <CallPageProvider>
        <PageAt path={where} />
      </CallPageProvider>
    </PhoneContext>
  );
  window.history.replaceState(null, "", path);
  const { rerender } = render(at(path));
  return { phone, goTo: (where: string) => rerender(at(where)) };
}

beforeEach(() => {
  push.mockReset();
  vi.mocked(useRouter).mockReturnValue({ push } as unknown as ReturnType<typeof useRouter>);
});

describe("navigation after a call has ended", () => {
  it("dismisses the ended call once when it goes to another page", () => {
    const { phone, goTo } = open("/history");
    expect(phone.dismiss).not.toHaveBeenCalled();
    goTo("/settings");
    expect(phone.dismiss).toHaveBeenCalledOnce();
  });

  it("keeps the ended call while navigating to it, and dismisses it when leaving", () => {
    const { phone, goTo } = open("/history");
    goToCall();
    expect(push).toHaveBeenCalledExactlyOnceWith("/");
    goTo("/");
    expect(phone.dismiss).not.toHaveBeenCalled();
    goTo("/history");
    expect(phone.dismiss).toHaveBeenCalledOnce();
  });

  it("keeps the ended call on a wide screen, where it covers nothing", () => {
    const { phone, goTo } = open("/history", { narrow: false });
    goTo("/settings");
    expect(phone.dismiss).not.toHaveBeenCalled();
  });
});

it("navigation does not dismiss a call that goes on", () => {
  const { phone, goTo } = open("/history", { state: talking() });
  goTo("/settings");
  expect(phone.dismiss).not.toHaveBeenCalled();
});

describe("goToCall", () => {
  it("does not navigate when the call is already on the page", () => {
    open("/");
    goToCall();
    open("/history", { narrow: false });
    goToCall();
    expect(push).not.toHaveBeenCalled();
  });
});
