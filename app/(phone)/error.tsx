"use client";

import PageError from "../error";

/** Within the phone's layout, so that a page that fails leaves the call beside it alone. */
export default PageError;
