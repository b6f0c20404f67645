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

describe("a call that has ended", () => {
  it("is put away by going to another page, once", () => {
    const { phone, goTo } = open("/history");
    expect(phone.dismiss).not.toHaveBeenCalled();
    goTo("/settings");
    expect(phone.dismiss).toHaveBeenCalledOnce();
  });

  it("stays on the way to its own page, and is put away on the way from there", () => {
    const { phone, goTo } = open("/history");
    goToCall();
    expect(push).toHaveBeenCalledExactlyOnceWith("/");
    goTo("/");
    expect(phone.dismiss).not.toHaveBeenCalled();
    goTo("/history");
    expect(phone.dismiss).toHaveBeenCalledOnce();
  });

  it("stays on a wide screen, where it covers nothing", () => {
    const { phone, goTo } = open("/history", { narrow: false });
    goTo("/settings");
    expect(phone.dismiss).not.toHaveBeenCalled();
  });
});

it("a call under way is not put away", () => {
  const { phone, goTo } = open("/history", { state: talking() });
  goTo("/settings");
  expect(phone.dismiss).not.toHaveBeenCalled();
});

describe("going to the call", () => {
  it("changes no page where the call is on the page already", () => {
    open("/");
    goToCall();
    open("/history", { narrow: false });
    goToCall();
    expect(push).not.toHaveBeenCalled();
  });
});
