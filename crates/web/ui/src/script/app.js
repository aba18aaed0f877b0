// What makes pages quicker to use. Every task works without it.
//
// Radios and checkboxes reveal further fields by style alone, see `style/_forms.scss`.

import {
  Button,
  CharacterCount,
  ErrorSummary,
  NotificationBanner,
  SkipLink,
  createAll,
} from "nhsuk-frontend";
import { measureBanner } from "./banner.js";
import { tellContext } from "./context.js";
import { keepDrafts } from "./drafts.js";
import { closeOnEscape } from "./escape.js";
import { sendInPlace } from "./feedback.js";
import { focusHeading } from "./focus.js";
import { listen } from "./live.js";
import { usePasskeys } from "./passkeys.js";
import { watch } from "./watch.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary, NotificationBanner, SkipLink]) {
  createAll(component);
}

watch();
measureBanner();
closeOnEscape();
sendInPlace();
focusHeading();
keepDrafts();
listen();
tellContext();
usePasskeys();
