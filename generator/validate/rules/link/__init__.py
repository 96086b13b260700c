"""What must be true of links: of boards, panels and fields."""
