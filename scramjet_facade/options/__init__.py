"""How clients are configured."""
