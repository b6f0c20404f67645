/**
 * The id of the element of a page with a phone whose `data-opening` is an `Opening` as JSON. It has `data-local` where calls go
 * through the local gateway.
 */
export const openingElementId = "phone-opening";
/** The id of the element that says the state of the phone. */
export const phoneStatusId = "phone-status";
