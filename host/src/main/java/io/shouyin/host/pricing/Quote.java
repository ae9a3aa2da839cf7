package io.shouyin.host.pricing;

/// What one transaction brings and costs, with the terms that said so: kept with it, so that a later change of a rate changes nothing that was.
///
/// @param feeFen what the merchant pays
/// @param issuerFen of it, the issuer's
/// @param networkFen of it, the network's
/// @param brandFen of it, for the network's brand
public record Quote(long feeFen, long issuerFen, long networkFen, long brandFen, Terms terms) {

    /// What is left, or missing.
    public long marginFen() {
        return feeFen - issuerFen - networkFen - brandFen;
    }

    /// @param plan version of the merchant's plan, 0 for the house's rates
    /// @param revision of all rates and plans
    public record Terms(String mcc, CategoryClass category, CardType card, int plan, Rate fee, Rate issuer, Rate network, Rate brand, long revision) {

        /// As it is kept beside the journal.
        public String json() {
            return "{\"mcc\":\"" + mcc + "\",\"class\":\"" + category + "\",\"card\":\"" + card + "\",\"plan\":" + plan + ",\"revision\":" + revision
                    + ",\"fee\":" + json(fee) + ",\"issuer\":" + json(issuer) + ",\"network\":" + json(network) + ",\"brand\":" + json(brand) + "}";
        }

        private static String json(Rate rate) {
            return "{\"rateE7\":" + rate.e7() + rate.cap().map(cap -> ",\"capFen\":" + cap.fen()).orElse("") + "}";
        }
    }
}
