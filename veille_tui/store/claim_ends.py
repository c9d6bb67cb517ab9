"""How a claim ends in SQL, for every statement that ends one."""

LET_GO = """
  state = case when closed_by = '' then state_before else 3 end,
  claim_token = null, claimed_by = '', claimed_at = null,
  lease_until = null"""
