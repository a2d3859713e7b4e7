/** Factors between units of time. */
export const nsPerMs = 1e6;
export const nsPerSecond = 1e9;
export const usPerMs = 1_000;

export const msPerSecond = 1_000;
export const msPerMinute = 60_000;
export const msPerHour = 3_600_000;
export const msPerDay = 86_400_000;

export const secondsPerMinute = 60;
export const secondsPerHour = 3_600;
export const secondsPerDay = 86_400;
