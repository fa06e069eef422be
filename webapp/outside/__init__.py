"""Logging in with an account of elsewhere: an OpenID provider, or a proxy in front that has asked already."""
