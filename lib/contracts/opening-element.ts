/** The id of the element of a page with a phone whose `data-opening` is an `Opening` as JSON. */
export const openingElementId = "phone-opening";
/** The id of the element that says the state of the phone. */
export const phoneStatusId = "phone-status";
