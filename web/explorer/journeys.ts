import { browsing } from './browse-samples';
import { events } from './event-samples';
import { orders } from './order-samples';
import { reviews } from './review-samples';
import type { Journey } from './sample';

/** The journeys, from the first look at a product to the events that partners receive. */
export const journeys: readonly Journey[] = [...browsing, ...orders, ...reviews, ...events];
