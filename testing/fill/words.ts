/**
 * The first rows of each kind have the name that is searched for, so that a result page is full
 * even in a small shop; otherwise a response of two rows would be compared with one of twenty.
 */
export const searchedCount = 25;
export const searchedProduct = 'Woodland Wool Mug';
export const searchedPerson = { first: 'Ada', last: 'Lovelace' } as const;

/** The words of generated names, all equally frequent. */
export const makes =
  'Harbour Meadow Woodland Alpine Coastal Granite Copper Willow Juniper Ember Cobalt Saffron Linden Orchard Prairie Thistle Marble Hazel Cedar Indigo'.split(
    ' ',
  );
export const materials =
  'Wool Linen Oak Steel Glass Leather Cotton Ceramic Bamboo Brass Walnut Felt Slate Cork Canvas'.split(
    ' ',
  );
export const things =
  'Mug Kettle Lamp Chair Blanket Notebook Backpack Umbrella Teapot Clock Basket Cushion Scarf Knife Bowl Plate Shelf Mirror Candle Vase Towel Apron Bottle Grinder Tray Stool Hammock Lantern Planter Doormat Wallet Bench Curtain Pillow Rug Ladle Skillet Colander Jar Pitcher'.split(
    ' ',
  );
export const firstNames =
  'Ada Grace Alan Edsger Barbara Donald Margaret Dennis Frances Ken Radia John Adele Tony Shafi Leslie Jean Niklaus Hedy Claude Joan Peter Karen Robin Sophie Vint Annie Tim Evelyn Linus'.split(
    ' ',
  );
export const lastNames =
  'Lovelace Hopper Turing Dijkstra Liskov Knuth Hamilton Ritchie Allen Thompson Perlman Backus Goldberg Hoare Goldwasser Lamport Bartik Wirth Lamarr Shannon Clarke Naur Jones Milner Wilson Cerf Easley Berners Boyd Torvalds Meyer Schmidt Rossi Dubois Jansen Novak Kowalski Silva Larsen Virtanen'.split(
    ' ',
  );
