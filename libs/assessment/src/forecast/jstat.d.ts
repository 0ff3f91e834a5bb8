/** jstat ships no types; this declares what is used of it. */
declare module 'jstat' {
  const jstat: {
    studentt: {
      /** P(T ≤ x) with dof degrees of freedom. NaN for an infinite x. */
      cdf(x: number, dof: number): number;
      /** The x with P(T ≤ x) = p. */
      inv(p: number, dof: number): number;
    };
  };
  export default jstat;
}
