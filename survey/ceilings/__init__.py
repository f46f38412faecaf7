"""How often one network may do something: limits for all who take posts."""
