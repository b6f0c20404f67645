/** The id of the element of a page with a phone whose `data-opening` is an `Opening` as JSON. */
export const openingElementId = "phone-opening";
