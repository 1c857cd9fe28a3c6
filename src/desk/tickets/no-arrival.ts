/** Of a ticket that somebody else will come for: nobody has come yet. The log keeps who came before. */
export const NO_ARRIVAL = {
  arrivedAt: null,
  arrivedPlace: null,
  arrivedMetres: null,
  arrivedEnteredAt: null,
} as const
