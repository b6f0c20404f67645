import { serviceWorkers } from "./service-workers";

/** `home-screen`: an iPhone or iPad, where only a page on the home screen can take push messages. */
export type PushSupport = "yes" | "no" | "home-screen";

/** Whether this browser can ring while no page of the app is open. */
export function readPushSupport(): PushSupport {
  if (serviceWorkers() && "PushManager" in window && "Notification" in window) return "yes";
  // Only Safari of these devices has this property. On the home screen it is true.
  return "standalone" in navigator && navigator.standalone === false ? "home-screen" : "no";
}
