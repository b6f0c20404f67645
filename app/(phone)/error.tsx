"use client";

import PageError from "../error";

/** Inside the phone's layout, so that a failing page does not end the call beside it. */
export default PageError;
