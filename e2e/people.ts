// The people of the walk-through, as the demonstration invents them.

export const OKORO = "999 700 2024";
export const LEE = "999 700 3039";
export const PRITCHARD = "999 700 4043";
export const KHAN = "999 700 5058";
export const WHITFIELD = "999 700 6062";
export const FAIRBROTHER = "999 700 7077";
export const GALLAGHER = "999 700 8081";
export const LLEWELLYN = "999 700 9096";
export const SUTTON = "999 701 0108";
export const ALDRIDGE = "999 701 1112";
export const THRELFALL = "999 701 2127";
export const HALLIDAY = "999 701 3131";
export const WOJCIK = "999 701 4146";

// Those of the match desk.
export const ELLWOOD = "ELLWOOD, Rita (Miss)";
export const ROWBOTHAM = "ROWBOTHAM, Clive (Mr)";
export const COPE = "COPE, Valerie (Mrs)";
export const ENTWISTLE = "ENTWISTLE, Harold (Mr)";
export const ORMEROD = "ORMEROD, Hilda (Mrs)";

export const ED_NURSE = "Folake Adeyemi";
export const WARD_NURSE = "Hema Mistry";
export const CLERK = "Sandra Barton";
export const SOCIAL_WORKER = "Hannah Frost";
export const COUNCIL_LEAD = "Simran Gill";
export const HOSPITAL_LEAD = "Fiona Reid";
export const HOSPITAL_OFFICER = "Nitin Shah";
export const SUPPORT = "Wayne Tucker";
