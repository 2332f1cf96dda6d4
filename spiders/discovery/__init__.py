"""How a spider finds its way on a portal it has never seen: addresses, labels, lists, articles."""
