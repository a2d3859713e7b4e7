/** Where the orders of journeys and benchmarks go. */
export const buyerAddress = {
  recipient: 'Ada Buyer',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};
